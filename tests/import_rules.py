"""A rule for import-linter: these modules import the standard library and what is listed, nothing else."""

import sys
from collections.abc import Iterator

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain.helpers import module_expressions_to_modules


class OnlyImports(Contract):
    """`modules` may import each other, the standard library and what lies under `allowed`.

    import-linter's own `forbidden` needs a list of all that is not wanted; this needs what is.
    A name in `modules` that matches nothing is an error, so a rule cannot outlive its module.
    """

    type_name = "only"

    modules = fields.SetField(subfield=fields.ModuleExpressionField())
    allowed = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Return whether no module imports anything else, and the imports that break the rule."""
        modules = {module.name for module in module_expressions_to_modules(graph, self.modules, False, True)}  # type: ignore[arg-type]
        broken = sorted(
            f"{module} imports {imported}"
            for module in modules
            for imported in graph.find_modules_directly_imported_by(module)
            if imported not in modules and not self._allows(imported)
        )
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _allows(self, imported: str) -> bool:
        """Tell whether this module, or a package that it lies in, may be imported."""
        if imported.partition(".")[0] in sys.stdlib_module_names:
            return True
        return any(name in self.allowed for name in _itself_and_above(imported))  # type: ignore[operator]

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import that breaks the rule."""
        for line in check.metadata["broken"]:
            output.print_error(line)


def _itself_and_above(name: str) -> Iterator[str]:
    """Yield a.b.c, a.b and a for a.b.c."""
    while name:
        yield name
        name = name.rpartition(".")[0]
