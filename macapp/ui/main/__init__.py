"""The main window, its menus, start-up tasks and incoming files."""
