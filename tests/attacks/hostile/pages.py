# ruff: noqa: E501  # programs in texts
"""Scripts for the browser of whoever reads a graded notebook or a feedback page."""

from attacks.hostile.attack import CELL, PLANTED, Family, first
from grading.grading_fixtures import cell_of
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

family = Family("scripts for the reader's browser")

SCRIPTS = [
    f"<script>{PLANTED}()</script>",
    f"<img src=x onerror={PLANTED}()>",
    f"<svg onload={PLANTED}()><script>{PLANTED}()</script><a xlink:href='javascript:{PLANTED}()'>x</a></svg>",
    f"<iframe srcdoc='<script>{PLANTED}()</script>' src='javascript:{PLANTED}()'></iframe>",
    f"<a href='java\nscript:{PLANTED}()'>x</a><form action='javascript:{PLANTED}()'><button formaction=x>y</button></form>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={PLANTED}()>",
    f"<object data='data:text/html,<script>{PLANTED}()</script>'></object><embed src='javascript:{PLANTED}()'>",
    f"<base href='//{PLANTED}/'><meta http-equiv=refresh content='0;url=javascript:{PLANTED}()'>",
    f"<noscript><p title='</noscript><img src=x onerror={PLANTED}()>'></noscript>",
    f"</script></style></title></textarea>--><script>{PLANTED}()</script>",
]


@family()
def html_in_outputs(notebook, folder):
    first(notebook, f"from IPython.display import HTML, display\nfor text in {SCRIPTS!r}: display(HTML(text))")


@family()
def html_in_markdown_cells_and_written_answers(notebook, folder):
    cell_of(notebook, "explain-memory").source = "\n\n".join(SCRIPTS)
    notebook.cells += [new_markdown_cell(text) for text in SCRIPTS]


@family()
def javascript_as_an_output(notebook, folder):
    first(
        notebook,
        f"""
        from IPython.display import Javascript, display
        display(Javascript("{PLANTED}()"))
        for kind in ("application/javascript", "text/javascript", "application/vnd.jupyter.widget-view+json", "text/vnd.mermaid"):
            display({{kind: "{PLANTED}()", "text/html": "<b>x</b>"}}, raw=True)
        """,
    )


@family()
def drawings_with_scripts(notebook, folder):
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' onload='{PLANTED}()'><script>{PLANTED}()</script></svg>"
    first(
        notebook,
        f"""
        from IPython.display import SVG, display
        display(SVG({svg!r}))
        display({{"image/png": '"><script>{PLANTED}()</script>', "text/plain": "x"}}, raw=True)
        display({{"image/jpeg": ["'", " onerror={PLANTED}()"], "text/plain": "x"}}, raw=True)
        display({{"image/svg+xml": {svg!r}}}, raw=True, metadata={{"image/svg+xml": {{"isolated": True}}}})
        """,
    )


@family()
def links_in_markdown_and_formulas(notebook, folder):
    text = "\n\n".join(
        [
            f"[a](javascript:{PLANTED}()) [b](data:text/html;base64,AAAA) [c](JaVaScRiPt:{PLANTED}())",
            f"![d](javascript:{PLANTED}()) <javascript:{PLANTED}()>",
            f"[e]: javascript:{PLANTED}()\n[e]",
            f"$\\href{{javascript:{PLANTED}()}}{{x}}$ $$\\require{{HTML}}\\style{{x}}{{</script><script>{PLANTED}()}}$$",
            f"```<script>{PLANTED}()</script>\ncode\n```",
        ]
    )
    cell_of(notebook, "explain-memory").source = text
    first(
        notebook, f"from IPython.display import Latex, Markdown, display\ndisplay(Markdown({text!r}), Latex({text!r}))"
    )


@family()
def tags_in_errors_names_and_streams(notebook, folder):
    first(
        notebook,
        f"""
        import sys
        for text in {SCRIPTS!r}:
            print(text); print(text, file=sys.stderr); print("\\x1b[31m" + text + "\\x1b]8;;javascript:{PLANTED}()\\x07x")
        raise type({SCRIPTS[0]!r}, (Exception,), {{}})("\\n".join({SCRIPTS!r}))
        """,
    )


@family()
def tags_in_what_the_answer_says(notebook, folder):
    text = "".join(SCRIPTS)
    cell_of(
        notebook, "rnn_forward"
    ).source = f"def rnn_forward(x, a0, parameters):\n    print({text!r})\n    raise type({SCRIPTS[0]!r}, (Exception,), {{}})({text!r})"


@family()
def outputs_that_were_handed_in_run(notebook, folder):
    cell = new_code_cell("1")
    cell.outputs = [new_output("display_data", data={"text/html": text}) for text in SCRIPTS]
    notebook.cells.append(cell)
    notebook.metadata["title"] = SCRIPTS[-1]
    cell_of(notebook, CELL).metadata["tags"] = SCRIPTS
