export { Translator, type TranslatorOptions } from './translator.js';
