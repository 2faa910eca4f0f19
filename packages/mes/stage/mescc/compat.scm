;;; compat.scm : the one place that knows which Scheme runs the compiler
;;;
;;; The compiler is written for the dialect of `mes`: bytes as characters, integers of any size, no
;;; floats.  Everything beyond plain R5RS that it needs is named here.

(cond-expand
 (mes
  (mes-use-module (srfi srfi-1))
  (mes-use-module (srfi srfi-9))
  (mes-use-module (srfi srfi-13))
  (mes-use-module (mes catch))
  (mes-use-module (mes posix))
  (mes-use-module (mes guile))
  (define (file-readable? name) (access? name R_OK)))
 (guile
  (use-modules (srfi srfi-1) (srfi srfi-9) (srfi srfi-13) (ice-9 rdelim))
  (fluid-set! %default-port-encoding "ISO-8859-1")
  (for-each (lambda (port) (set-port-encoding! port "ISO-8859-1"))
            (list (current-input-port) (current-output-port) (current-error-port)))
  (define (file-readable? name)
    (and (access? name R_OK) (not (eq? 'directory (stat:type (stat name))))))))

;; all bytes of a file
(define (read-whole-file name)
  (let* ((port (open-input-file name))
         (text (read-string port)))
    (close-port port)
    text))

;; the exit value of a program run to its end
(define (run-program words)
  (ash (apply system* words) -8))

;; (string-position s c from) : index of the first c at or after from, or #f
(define string-position string-index)

;; (string-last-position s c) : index of the last c, or #f
(define string-last-position string-rindex)
