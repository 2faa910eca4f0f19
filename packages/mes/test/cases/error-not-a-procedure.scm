(define table '((a . 1)))
(display (table 'a))
