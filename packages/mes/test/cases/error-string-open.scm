(display "fine")
(display
  "no end)
