(define (f x)
  (let ((y))
    y))
