(display 1)
(display 2))
(display 3)
