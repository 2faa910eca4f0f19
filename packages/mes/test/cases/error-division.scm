(define (mean . numbers) (quotient (apply + numbers) (length numbers)))
(display (mean 2 4))
(mean)
