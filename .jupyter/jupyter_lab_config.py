"""JupyterLab as the course opens it: at the start page of one's own copy, and with nothing asked of the network."""

c = get_config()  # noqa: F821  # JupyterLab puts get_config here before it reads this file

c.LabApp.default_url = "/lab/tree/work/start.ipynb"
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
