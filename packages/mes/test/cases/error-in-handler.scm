(catch 'first
  (lambda () (throw 'first 1))
  (lambda (key . args) (display "handling ") (throw 'second args)))
