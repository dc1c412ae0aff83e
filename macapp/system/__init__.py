"""The operating system: paths, files, logs, power, facts about the machine."""
