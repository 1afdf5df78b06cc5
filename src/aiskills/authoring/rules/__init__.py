"""The rules of a module, one file a theme. A theme is a function that takes the module's files and yields sentences."""
