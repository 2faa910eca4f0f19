(define (second list) (car (cdr list)))
(second '(1))
