(define (check x) (if (> x 2) (error 'check "too large:" x "is more than" 2) x))
(check 1)
(check 3)
