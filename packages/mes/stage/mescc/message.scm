;;; message.scm : where things stand in the source, and how to complain about them
;;;
;;; A token knows its source, line and column; a complaint shows them, the line and a caret:
;;;   prog.c:3:9: error: 'x' is not declared
;;;       y = x + 1;
;;;           ^
;;; Then the process ends with status 1, before any output file is written.

;; a file being read: its text, where reading stands, what #line made of its name and number
(define-record-type source
  (make-source name text position line line-start at-start? conditions line-shift)
  source?
  (name source-name set-source-name!)
  (text source-text set-source-text!)
  (position source-position set-source-position!)
  (line source-line set-source-line!)
  (line-start source-line-start set-source-line-start!)
  (at-start? source-at-start? set-source-at-start?!)
  (conditions source-conditions set-source-conditions!)
  (line-shift source-line-shift set-source-line-shift!))

(define-record-type token
  (make-token kind value space? source line column frozen?)
  token?
  (kind token-kind)
  (value token-value)
  (space? token-space?)
  (source token-source)
  (line token-line)
  (column token-column)
  (frozen? token-frozen?))

(define (print-error . things)
  (for-each (lambda (thing) (display thing (current-error-port))) things))

(define (die . things)
  (print-error "mescc: ")
  (apply print-error things)
  (print-error "\n")
  (exit 1))

;; the text of a physical line, counted from 1
(define (source-line-text source number)
  (let* ((text (source-text source)) (end (string-length text)))
    (let loop ((i 0) (line 1))
      (cond ((= line number) (substring text i (or (string-position text #\newline i) end)))
            ((string-position text #\newline i) => (lambda (j) (loop (+ j 1) (+ line 1))))
            (else "")))))

(define (complain kind token things)
  (let ((source (and token (token-source token))))
    (if source
        (print-error (source-name source) ":" (+ (token-line token) (source-line-shift source)) ":"
                     (token-column token) ": "))
    (print-error kind ": ")
    (apply print-error things)
    (print-error "\n")
    (if source
        (let ((line (source-line-text source (token-line token))))
          (print-error "    " line "\n    ")
          (let loop ((i 1))
            (if (< i (token-column token))
                (begin
                  (print-error (if (and (<= i (string-length line))
                                        (char=? (string-ref line (- i 1)) #\tab))
                                   "\t" " "))
                  (loop (+ i 1)))))
          (print-error "^\n")))))

(define (fail token . things)
  (complain "error" token things)
  (compile-error-exit))

(define (warn token . things)
  (complain "warning" token things))
