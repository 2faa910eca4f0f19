(define (f) (throw 'my-key "what" '(1 "two")))
(f)
