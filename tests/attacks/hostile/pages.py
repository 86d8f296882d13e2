# ruff: noqa: E501  # programs in texts
"""Scripts for the browser of whoever reads a graded notebook or a feedback page."""

import base64
import struct

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


FORGED = f"""
<style>.total {{ display: none }} .points::after {{ content: "5 of 5" }} @import url(//{PLANTED}/x.css);</style>
<div style="position: fixed; inset: 0; z-index: 9; margin: -3000px 0 0 0; background-color: white; height: 9000px; width: 9000px;
background-image: url(//{PLANTED}/x.png); background: url(//{PLANTED}/x.png)"><p class="total"><strong>11 of 11 points</strong></p></div>
<section class="vd" id="part-1"><p class="points full" id="part-1-name">6 of 6 points</p></section>
<form id="config" name="baseUrl"><input name="cookie" value="1"></form><a id="end" name="end" href="//{PLANTED}/x">x</a>
<img src="//{PLANTED}/x.png"><img src="file:////{PLANTED}/x.png"><link rel="dns-prefetch" href="//{PLANTED}">
<table><tr><td></main></body></html><plaintext><!-- <xmp><template><textarea><title>
"""
TEMPLATES = [
    "{{ 7 * 7 }} {% include '/etc/passwd' %} {{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "${7 * 7} {0.__class__} %(asctime)s %n $name \\1 \\g<0> \\d ]]> --> </script> </style> </title>",
]


@family()
def a_page_on_the_page(notebook, folder):
    first(
        notebook,
        f"from IPython.display import HTML, Markdown, display\ndisplay(HTML({FORGED!r}), Markdown({FORGED!r}))",
    )
    cell_of(notebook, "explain-memory").source = FORGED
    notebook.cells.append(new_markdown_cell(FORGED))


@family()
def programs_of_every_template_language(notebook, folder):
    text = " ".join(TEMPLATES)
    first(
        notebook,
        f"from IPython.display import HTML, Markdown, display\nt = {text!r}\nprint(t); display(HTML(t), Markdown(t), t)",
    )
    cell_of(notebook, "explain-memory").source = text
    cell_of(notebook, "rnn_forward").source = f"def rnn_forward(x, a0, parameters):\n    raise ValueError({text!r})"


@family()
def files_of_the_host_in_pictures(notebook, folder):
    places = (
        "file:///etc/passwd",
        "/etc/passwd",
        "../../../../etc/passwd",
        "attachment:../../x",
        "attachment:/etc/passwd",
    )
    text = "\n\n".join(f"![x]({place}) <img src='{place}'>" for place in places)
    included = '\n\n--8<-- "/etc/passwd"\n\n:::{include} /etc/passwd\n:::\n\n```mermaid\nx\n```\n\n```{include} /etc/passwd\n```'
    cell_of(notebook, "explain-memory").source = text + included
    first(notebook, f"from IPython.display import Markdown, display\ndisplay(Markdown({text + included!r}))")


@family()
def commands_to_a_terminal(notebook, folder):
    first(
        notebook,
        """
        print('\\x1b[31m' * 20_000, '\\x1b[' + '1;' * 20_000 + 'm', '\\x1b[38;2;99999999999;1;1mx', '\\x1b[1000000000C\\x1b[999999999B')
        print('\\x1b]0;title\\x07\\x1b]52;c;AAAA\\x07\\x9b31m\\x90x\\x9c', '\\b' * 20_000, 'a\\rb' * 20_000, '\\x1b[' * 20_000)
        raise ValueError('\\x1b[2J\\x1b]0;title\\x07' + '\\u202e' * 50 + 'a' + '\\u0301' * 20_000)
        """,
    )


@family()
def letters_that_reorder_others(notebook, folder):
    text = "\u202e\u2066 5 of 5 \u2069\u202d\u2067 \u200f\u061c \ufdfd" * 20
    cell_of(notebook, CELL).source += f"\n# {text}"
    cell_of(notebook, "explain-memory").source = text
    first(notebook, f"print({text!r})")


PICTURES = {
    "PNG": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 60_000, 60_000) + b"\1\0\0\0\0" + bytes(4),
    "GIF": b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + bytes(9),
    "JPEG": b"\xff\xd8\xff\xc0\0\x11\x08" + struct.pack(">HH", 65_500, 65_500) + bytes(20),
    "BMP": b"BM" + bytes(16) + struct.pack("<II", 60_000, 60_000),
    "WebP": b"RIFF\xff\0\0\0WEBPVP8X" + bytes(30),
}

ENCODED = [base64.b64encode(data).decode() for data in PICTURES.values()]
BOMB = "".join(f"<g id='g{i}'>" + f"<use href='#g{i - 1}'/>" * 10 + "</g>" for i in range(1, 12))


@family()
def pictures_that_unpack_to_gigabytes(notebook, folder):
    first(
        notebook,
        f"""
        from IPython.display import HTML, display
        for data in {ENCODED!r}:
            display({{'image/png': data}}, raw=True); display({{'image/jpeg': data}}, raw=True)
            display(HTML(f'<img src="data:image/png;base64,{{data}}">'))
        """,
    )
    cell = cell_of(notebook, "explain-memory")
    cell["attachments"] = {str(number): {"image/png": data} for number, data in enumerate(ENCODED)}
    cell.source = " ".join(f"![x](attachment:{number})" for number in range(len(ENCODED)))


@family()
def drawings_that_repeat_themselves(notebook, folder):
    svg = f"<svg xmlns='http://www.w3.org/2000/svg'>{BOMB}<g id='g0'><rect/></g><image href='data:image/png;base64,{ENCODED[0]}'/></svg>"
    entities = f"<!DOCTYPE svg [<!ENTITY a '{'x' * 1000}'><!ENTITY b '{'&a;' * 1000}'>]><svg>&b;</svg>"
    first(
        notebook,
        f"from IPython.display import SVG, display\nfor text in ({svg!r}, {entities!r}): display({{'image/svg+xml': text}}, raw=True)",
    )


@family()
def outputs_that_were_handed_in_run(notebook, folder):
    cell = new_code_cell("1")
    cell.outputs = [new_output("display_data", data={"text/html": text}) for text in SCRIPTS]
    notebook.cells.append(cell)
    notebook.metadata["title"] = SCRIPTS[-1]
    cell_of(notebook, CELL).metadata["tags"] = SCRIPTS
