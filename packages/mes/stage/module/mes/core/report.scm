;;; (mes core report): errors that nobody handled, as text.

(define (place->string file place)
  (string-append (if file (string-append (if (string? file) file (object->string file)) ":") "")
                 (number->string (quotient place 256)) ":" (number->string (remainder place 256))))

;;; A thrown list is a message: its first part is text, or a name and then a text; the others are values.
(define (display-error key args port)
  (let ((parts (and (pair? args) (null? (cdr args)) (car args))))
    (cond ((and (pair? parts) (string? (car parts))) (display-message (car parts) (cdr parts) port))
          ((and (pair? parts) (symbol? (car parts))) (display-message-of (car parts) (cdr parts) port))
          (else
           (display-message (string-append "uncaught exception: " (object->string key)) args port)))))

(define (display-message text values port)
  (display text port)
  (for-each (lambda (value)
              (display " " port)
              (write value port))
            values))

(define (display-message-of name parts port)
  (display name port)
  (display ":" port)
  (if (and (pair? parts) (string? (car parts)))
      (begin
        (display " " port)
        (display-message (car parts) (cdr parts) port))
      (display-message "" parts port)))

;;; ---- Backtraces ----

(define most-frames 16)
(define standard-error (current-error-port))

;;; FRAMES: a list of (name file . place), the newest first
(define (%report-uncaught key args frames)
  (display-place frames standard-error)
  (display-error key args standard-error)
  (newline standard-error)
  (display-frames frames 0 standard-error))

(define (known? frame) (not (= 0 (cddr frame))))
(define (frame-place frame) (place->string (cadr frame) (cddr frame)))

;;; Where the error happened: the first frame whose place is known
(define (display-place frames port)
  (cond ((null? frames) #f)
        ((known? (car frames))
         (display (frame-place (car frames)) port)
         (display ": " port))
        (else (display-place (cdr frames) port))))

(define (display-frames frames count port)
  (cond ((null? frames) #f)
        ((= count most-frames) (display "  ...\n" port))
        (else
         (display "  in " port)
         (display (caar frames) port)
         (display " at " port)
         (display (if (known? (car frames)) (frame-place (car frames)) "?") port)
         (newline port)
         (display-frames (cdr frames) (+ count 1) port))))
