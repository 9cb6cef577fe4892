"""Turn the signs in the formulas, one at a time: published or worked figures must notice each.

Every ``+`` and ``-``, every comparison in the files of the kinds is turned round (in a copy), and the examples of
the page and the probes are settled again. A mutant that gives the same payments everywhere has survived.
"""

import ast
import importlib
import sys
import types
from pathlib import Path
from types import MappingProxyType

import pytest

from rules.page import examples
from rules.probes import PROBES
from unfence.errors import UnfenceError
from unfence.rules import KINDS, facts_text, rules_of, statement

TURNED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip


class Turner(ast.NodeTransformer):
    """Turns the n-th sign of a file; checks of the file's form (``wrong``) are left alone."""

    def __init__(self, place):
        self.left = place
        self.line = 0

    def visit_FunctionDef(self, node):
        return node if node.name == "wrong" else self.generic_visit(node)

    def visit_BinOp(self, node):
        self.generic_visit(node)
        node.op = self._turn(node.op, node)
        return node

    def visit_AugAssign(self, node):
        return self.visit_BinOp(node)

    def visit_Compare(self, node):
        self.generic_visit(node)
        node.ops = [self._turn(op, node) for op in node.ops]
        return node

    def visit_UnaryOp(self, node):
        self.generic_visit(node)
        if isinstance(node.op, ast.USub):
            node.op = ast.UAdd() if self._hit(node) else node.op
        return node

    def _turn(self, op, node):
        return TURNED[type(op)]() if type(op) in TURNED and self._hit(node) else op

    def _hit(self, node):
        self.left -= 1
        if self.left == -1:
            self.line = node.lineno
            return True
        return False


def compiled(module, place):
    """The line and a copy of a module with its n-th sign turned; line 0 if it has none so far."""
    turner = Turner(place)
    tree = turner.visit(ast.parse(Path(module.__file__).read_text(encoding="utf-8")))
    made = types.ModuleType(f"turned_{module.__name__.rsplit('.', 1)[-1]}_{place}")
    sys.modules[made.__name__] = made
    exec(compile(ast.fix_missing_locations(tree), module.__file__, "exec"), made.__dict__)  # noqa: S102  our own file
    return turner.line, made


def mutants(module):
    """(line, module) for every sign of the module's file."""
    for place in range(1000):
        line, made = compiled(module, place)
        if not line:
            return
        yield line, made


def answers(kind, kinds):
    """What every example and probe of a kind gives: payments, counts, remarks, or the trouble."""
    found = []
    for toml, csv in [(e.toml, e.csv) for e in examples() if e.kind == kind] + PROBES[kind]:
        try:
            made = statement(rules_of(toml, kinds=kinds), facts_text(csv))
            lines = [
                (li.stage, li.booked, li.month, li.payer, li.payee, li.fen, li.reason.key, dict(li.reason.values))
                for li in made.lines
            ]
            found.append((lines, [(r.year, r.reason.key, dict(r.reason.values)) for r in made.remarks]))
        except UnfenceError as error:
            found.append(str(error))
        except Exception as error:  # noqa: BLE001  a mutant may break in any way; that is noticed too
            found.append(type(error).__name__)
    return found


def with_copy(kind, made):
    return MappingProxyType({**KINDS, kind: getattr(made, KINDS[kind].__name__)})


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_turned_sign_is_noticed(kind):
    module = importlib.import_module(KINDS[kind].__module__)
    right = answers(kind, KINDS)
    survivors = [line for line, made in mutants(module) if answers(kind, with_copy(kind, made)) == right]
    assert not survivors, f"{module.__file__}: signs that nobody notices in lines {survivors}"


def test_a_copy_with_no_sign_turned_is_the_same():
    for kind in KINDS:
        _, copy = compiled(importlib.import_module(KINDS[kind].__module__), 10_000)
        assert answers(kind, with_copy(kind, copy)) == answers(kind, KINDS)


def test_there_are_signs_to_turn():
    assert sum(1 for kind in KINDS for _ in mutants(importlib.import_module(KINDS[kind].__module__))) > 100
