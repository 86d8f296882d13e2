"""What is done with the value of an expression, in a form that tells nothing by itself."""

from __future__ import annotations

import ast
import zlib


def use_of(node: ast.AST, place: int) -> str:
    """Return what stands for what an expression does with the operand at this place, and tells nothing by itself."""
    return _told(_in_words(node, place))


def _told(words: str) -> str:
    return f"{zlib.crc32(words.encode()) & 0xFFFF:04x}"


#: What is done where the order of the operand counts and not its numbers, so that many others do as well.
OF_ORDER = frozenset(_told(f"{name} 0") for name in ("argsort", "argmax", "argmin", "lexsort"))


def _in_words(node: ast.AST, place: int) -> str:
    if isinstance(node, ast.Call):
        func = node.func
        return f"{func.attr if isinstance(func, ast.Attribute) else getattr(func, 'id', '')} {place}"
    if isinstance(node, ast.BinOp):
        return type(node.op).__name__ + ("" if isinstance(node.op, (ast.Add, ast.Mult)) else f" {place}")
    return type(node).__name__ + (f" {node.attr}" if isinstance(node, ast.Attribute) else "")
