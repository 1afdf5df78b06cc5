"""For authors of modules: skeletons of new ones (``new``), and the rules that every module must meet (``check``)."""
