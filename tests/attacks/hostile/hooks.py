"""Hooks of IPython and Python that keep an exception from being seen."""

from attacks.hostile.attack import Family

family = Family("exception and cell hooks")

family.runs(
    "set_custom_exc swallows every exception",
    "get_ipython().set_custom_exc((BaseException,), lambda shell, kind, error, trace, tb_offset=None: [])",
)
family.runs(
    "showtraceback and excepthook show nothing",
    """
    import sys
    shell = get_ipython()
    type(shell).showtraceback = type(shell).showsyntaxerror = lambda self, *a, **k: None
    type(shell)._showtraceback = lambda self, *a: None
    sys.excepthook = lambda *a: None
    """,
)
family.runs(
    "event callbacks take the error out of the result",
    """
    def pardon(result):
        result.error_in_exec = result.error_before_exec = None
    get_ipython().events.register("post_run_cell", pardon)
    get_ipython().events.register("post_execute", lambda: None)
    """,
)
family.runs(
    "an input transformer empties the checks",
    """
    def pardon(lines):
        hidden = any(word in line for line in lines for word in ("assert", "check(", "allclose"))
        return ["pass\\n"] if hidden else lines
    get_ipython().input_transformers_cleanup.append(pardon)
    """,
)
family.runs(
    "an AST transformer puts try around every statement",
    """
    import ast
    class Pardon(ast.NodeTransformer):
        def visit_Module(self, tree):
            tree.body = [
                ast.Try([s], [ast.ExceptHandler(ast.Name("BaseException", ast.Load()), None, [ast.Pass()])], [], [])
                if isinstance(s, (ast.Expr, ast.Assert, ast.Assign)) else s
                for s in tree.body
            ]
            return ast.fix_missing_locations(tree)
    get_ipython().ast_transformers.append(Pardon())
    """,
)
family.runs(
    "run_cell always succeeds",
    """
    from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult
    shell = get_ipython()
    right = shell.run_cell_async
    async def run(*args, **kwargs):
        result = await right(*args, **kwargs)
        result.error_in_exec = result.error_before_exec = None
        return result
    shell.run_cell_async = run
    ExecutionResult.success = property(lambda self: True)
    ExecutionResult.raise_error = lambda self: None
    type(shell)._showtraceback = lambda self, *a: None
    """,
)
family.runs(
    "the kernel answers every request with ok",
    """
    kernel = get_ipython().kernel
    async def execute(code, *args, **kwargs):
        return {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
    type(kernel).do_execute = execute
    kernel.do_execute = execute
    """,
    points=(0, 0),
)
