import { COMMAND } from '@standby/shared/command.ts'
import type { Language } from '../../i18n/languages.ts'

/** What a creator's page says if nothing answers at its address. Not in the catalogue, which is loaded from the bridge. */
export interface WaitingTexts {
  title: string
  happened: string
  todo: string
  /** The same, if the folder is known: it and the command follow. */
  todoIn: string
  by: string
  own: string
}

/** Typed into a terminal, in Standby's folder. */
export const START_COMMAND = `${COMMAND} start`

export const WAITING_TEXTS: Record<Language, WaitingTexts> = {
  en: {
    title: 'Standby is not running',
    happened: 'Nothing answers at this address on this computer.',
    todo: 'Start Standby from the start menu or your applications. If you run it from its source, type in its folder:',
    todoIn: 'Start it again: open a terminal in this folder, and type the command below it.',
    by: 'If you gave it another port, this page’s address needs that port too.',
    own: 'This page opens by itself as soon as Standby is running.',
  },
  fr: {
    title: 'Standby ne tourne pas',
    happened: 'Rien ne répond à cette adresse sur cet ordinateur.',
    todo: 'Démarrez Standby par le menu Démarrer ou vos applications. S’il tourne depuis son code source, tapez dans son dossier :',
    todoIn: 'Redémarrez-le : ouvrez un terminal dans ce dossier et tapez la commande qui suit.',
    by: 'Si vous lui avez donné un autre port, l’adresse de cette page doit l’avoir aussi.',
    own: 'Cette page s’ouvre toute seule dès que Standby tourne.',
  },
}
