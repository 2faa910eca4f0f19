(define form '(+ 1 (car 2)))
(eval form (current-module))
