(display "never said")
(define (f x)
  (list x
        (car x))

