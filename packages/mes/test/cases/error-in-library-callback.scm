(define (twice x) (* 2 x))
(display (map twice '(1 2)))
(for-each (lambda (x) (display (twice x))) '(3 "four"))
