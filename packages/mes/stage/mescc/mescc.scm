;;; mescc : a C compiler for i386 Linux
;;;
;;; characters -- lex --> preprocessing tokens -- cpp --> tokens -- declaration, expression, statement,
;;; initialiser --> typed trees -- generate --> instructions -- assembly --> M1 text.
;;; Parsing drives everything: it asks for tokens one at a time, and each function is generated as soon
;;; as its tree is complete, so no more than one function is held in memory.

(include-from-path "mescc/compat.scm")
(include-from-path "mescc/message.scm")
(include-from-path "mescc/wide.scm")
(include-from-path "mescc/float.scm")
(include-from-path "mescc/lex.scm")
(include-from-path "mescc/cpp.scm")
(include-from-path "mescc/types.scm")
(include-from-path "mescc/tree.scm")
(include-from-path "mescc/scope.scm")
(include-from-path "mescc/expression.scm")
(include-from-path "mescc/declaration.scm")
(include-from-path "mescc/initialiser.scm")
(include-from-path "mescc/statement.scm")
(include-from-path "mescc/assembly.scm")
(include-from-path "mescc/data.scm")
(include-from-path "mescc/generate.scm")
(include-from-path "mescc/generate-wide.scm")
(include-from-path "mescc/generate-float.scm")
(include-from-path "mescc/predefined.scm")
(include-from-path "mescc/driver.scm")

(main (command-line))
