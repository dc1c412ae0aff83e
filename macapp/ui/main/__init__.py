"""The main window, its menus, startup tasks and incoming files."""
