(catch #t
  (lambda () (vector-ref (vector) 0))
  (lambda (key . args) (display key) (exit 7)))
