(define (area width height) (* width height))
(display (list 1
               (area 3)))
