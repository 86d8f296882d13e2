"""How Sphinx builds the site. Nothing is fetched: MathJax, fonts and scripts come with what is installed."""

project = "Sequence models from scratch"
author = "The authors of the course"
extensions = ["myst_nb", "sphinx_copybutton"]
exclude_patterns = ["extra"]

# Lessons come with what their cells show; Sphinx runs nothing.
nb_execution_mode = "off"
nb_ipywidgets_js: dict[str, str] = {}
nb_code_prompt_show = "Show the code"
nb_code_prompt_hide = "Fold the code"
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4
suppress_warnings = [
    "misc.highlighting_failure",  # blocks of console output that are not quite Python
    "mystnb.unknown_mime_type",
    "myst.header",  # a lesson may begin a section with a smaller heading
]

# Formulas: captions and tables in outputs hold some as well, and are typeset where they stand.
mathjax_path = "mathjax.js"
mathjax_options: dict[str, str] = {"defer": "defer"}
myst_update_mathjax = False
mathjax3_config = {
    "tex": {"inlineMath": [["\\(", "\\)"], ["$", "$"]], "processEscapes": True},
    "svg": {"fontCache": "global"},
    "options": {
        "enableMenu": False,  # it would ask for more files
        "ignoreHtmlClass": "tex2jax_ignore|mathjax_ignore|document",
        "processHtmlClass": "tex2jax_process|mathjax_process|math|output",
    },
}

html_theme = "sphinx_book_theme"
html_title = project
html_static_path = ["_static"]
html_extra_path = ["extra"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_context = {"default_mode": "auto"}  # light or dark as the reader's system is
html_theme_options = {
    "navbar_persistent": [],  # the search stands above the list of lessons
    "use_download_button": False,
    "use_fullscreen_button": False,
    "show_navbar_depth": 1,
    "show_toc_level": 2,
    "navigation_with_keys": False,
    "search_bar_text": "Search the course",
}
copybutton_prompt_text = "$ "
