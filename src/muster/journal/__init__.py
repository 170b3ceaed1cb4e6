"""What happened: append-only facts, the jobs they cause, @command, record() and @on."""
