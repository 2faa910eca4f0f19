(repl)
