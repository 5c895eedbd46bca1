"""How many small mistakes in the code its tests notice: a seeded sample of mutants.

    python benchmarks/mutation.py [--sample 240] [--seed 1] [PART ...]

A mutant turns one operator, number or truth value into another, or returns nothing. It lives in
memory alone: the module's own test file runs against it, in a process that ends with it. Those
that no test notices are listed. Tools that start Python anew for each mutant, or run the whole
suite first, do not fit a sample into ten minutes: here the libraries are imported once.
"""

from __future__ import annotations

import argparse
import ast
import importlib.machinery
import importlib.util
import os
import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

# What every test imports is imported once, before the processes part.
import hypothesis  # noqa: F401
import pandera.pandas  # noqa: F401
import pytest
import scipy.optimize  # noqa: F401

ROOT = Path(__file__).parents[1]
PARTS = ["transforms", "facts", "raw/checks"]
AT_ONCE, LONGEST = os.cpu_count() or 1, 300  # s; that a mutant never ends is noticed
SWAPS = (
    *((ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.In, ast.NotIn)),
    *((ast.Is, ast.IsNot), (ast.And, ast.Or), (ast.Add, ast.Sub), (ast.Mult, ast.Div)),
    (ast.BitAnd, ast.BitOr),
)
OTHER = {one: other for pair in SWAPS for one, other in (pair, pair[::-1])}
Site = tuple[str, int]  # a module, and the number of the node that is altered in it


def altered(node: ast.AST) -> ast.AST | None:
    """What a mutant has in place of a node; None where there is nothing to mistake."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in OTHER:
            return ast.Compare(node.left, [OTHER[type(op)]()], node.comparators)
        case ast.BoolOp(op=op):
            return ast.BoolOp(OTHER[type(op)](), node.values)
        case ast.BinOp(op=op) if type(op) in OTHER:
            return ast.BinOp(node.left, OTHER[type(op)](), node.right)
        case ast.UnaryOp(op=ast.Not() | ast.Invert() | ast.USub()):
            return node.operand
        case ast.Constant(value=bool(value)):
            return ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            return ast.Constant(value + 1)
        case ast.Return(value=ast.expr()):
            return ast.Return(ast.Constant(None))
    return None


def left_out(tree: ast.AST) -> Iterator[ast.AST]:
    """Types, which nobody runs, and the columns of models, which are checks themselves."""
    for node in ast.walk(tree):
        yield from filter(None, (getattr(node, name, None) for name in ("annotation", "returns")))
        if isinstance(node, ast.ClassDef):
            yield from (each for each in node.body if not isinstance(each, ast.FunctionDef))


def parsed(module: str) -> tuple[ast.AST, list[ast.AST]]:
    """The code of a module, and the nodes in it that a mutant could alter."""
    tree = ast.parse((ROOT / "analysis" / f"{module}.py").read_text(encoding="utf-8"))
    out = {id(node) for root in left_out(tree) for node in ast.walk(root)}
    return tree, [node for node in ast.walk(tree) if id(node) not in out and altered(node)]


class Mutant(importlib.machinery.SourceFileLoader):
    """Finds one module before anything else does, and loads it with a mistake; without at -1."""

    def __init__(self, site: Site) -> None:
        self.module, self.number = site
        path = ROOT / "analysis" / f"{self.module}.py"
        super().__init__(f"analysis.{self.module.replace('/', '.')}", str(path))

    def find_spec(self, name: str, path: object, target: object = None):
        return importlib.util.spec_from_loader(name, self) if name == self.name else None

    def get_code(self, fullname: str):
        tree, nodes = parsed(self.module)
        if self.number >= 0:
            node = nodes[self.number]
            other = ast.copy_location(altered(node), node)
            node.__class__, node.__dict__ = other.__class__, other.__dict__
        return compile(ast.fix_missing_locations(tree), f"{self.module}.py", "exec")


def test_of(module: str) -> Path:
    return (ROOT / "tests" / module).with_name(f"test_{Path(module).name}.py")


def begin(site: Site) -> int:
    """Start the tests of a mutant in a process of their own, and give its number."""
    process = os.fork()
    if not process:
        signal.alarm(LONGEST)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        sys.meta_path.insert(0, Mutant(site))
        os._exit(pytest.main(["-x", "-q", "-p", "no:cacheprovider", str(test_of(site[0]))]))
    return process


def unnoticed(sites: list[Site]) -> set[Site]:
    """The mutants against which all tests pass."""
    waiting, running, passed = sites[::-1], {}, set()
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            site = waiting.pop()
            running[begin(site)] = site
        process, status = os.wait()
        passed |= set() if status else {running[process]}
        del running[process]
    return passed


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*", metavar="PART", default=PARTS)
    parser.add_argument("--sample", type=int, default=240)
    parser.add_argument("--seed", type=int, default=1)
    asked, package = parser.parse_args(), ROOT / "analysis"
    os.chdir(ROOT)
    os.environ["BRIEFING_COMMITTED"] = "1"
    paths = [path for part in asked.parts for path in sorted((package / part).rglob("*.py"))]
    names = [path.relative_to(package).with_suffix("").as_posix() for path in paths]
    tested = [name for name in names if test_of(name).is_file()]
    every = [(name, number) for name in tested for number in range(len(parsed(name)[1]))]
    chosen = random.Random(asked.seed).sample(every, min(asked.sample, len(every)))
    sound = unnoticed(sorted({(name, -1) for name, _ in chosen}))
    if failing := {name for name, _ in chosen} - {name for name, _ in sound}:
        print(f"left out, since their tests fail here by themselves: {', '.join(sorted(failing))}")
        chosen = [site for site in chosen if site[0] not in failing]
    survivors = unnoticed(chosen)
    for part in asked.parts:
        of_part = {site for site in chosen if site[0].startswith(f"{part}/")}
        print(f"{part}: {len(of_part - survivors)} of {len(of_part)} noticed")
    print(f"all: {1 - len(survivors) / len(chosen):.1%} of {len(chosen)} out of {len(every)}")
    for name, number in sorted(survivors):
        node = parsed(name)[1][number]
        print(f"{name}.py:{node.lineno}  {ast.unparse(node)}  ->  {ast.unparse(altered(node))}")


if __name__ == "__main__":
    main()
