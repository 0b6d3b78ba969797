"""How files are named and how they begin; how large they are is printed, not judged."""

import ast
from statistics import median, quantiles

import pytest

from tests.architecture.source import ROOT, modules, told

NOWHERE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}


def test_every_module_opens_with_one_sentence():
    silent = [module.place for module in modules() if not (ast.get_docstring(module.tree) or "").strip()]
    assert not silent, told("Open the file with one sentence that says what belongs into it.", silent)


def test_no_file_is_named_after_nothing():
    vague = [module.place for module in modules() if module.path.stem in NOWHERE]
    vague += [path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("*.py") if path.stem in NOWHERE]
    assert not vague, told("Name the file after what is in it.", vague)


def test_no_import_hides_inside_a_function():
    hidden = [
        f"{module.place}:{node.lineno}"
        for module in modules()
        for function in ast.walk(module.tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and not _is_late_on_purpose(node)
    ]
    advice = "Import at the top; where that gives a circle, one of the two things lives in the wrong room."
    assert not hidden, told(advice, hidden)


def _is_late_on_purpose(node: ast.Import | ast.ImportFrom) -> bool:
    """Tell whether this is heavy and only for the limited child: WeasyPrint and what brings it along."""
    names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
    return all(name.startswith(("weasyprint", "handbook.documents", "markdown")) for name in names)


def test_sizes_are_known(capsys: pytest.CaptureFixture[str]):
    files = [len(module.text.splitlines()) for module in modules() if "migrations" not in module.place]
    functions = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef)
    ]
    with capsys.disabled():
        print(
            f"\nlines of {len(files)} files: {_spread(files)}; of functions: {_spread(functions)} (aims 60, 200; 8, 25)"
        )
    assert files
    assert functions


def _spread(sizes: list[int]) -> str:
    return f"median {median(sizes):.0f}, nine of ten below {quantiles(sizes, n=10)[-1]:.0f}"
