import type { enComputer } from './en-computer.ts'

export const frComputer: typeof enComputer = {
  title: 'Standby sur cet ordinateur',
  version: (version) => `Version ${version}`,
  made: (date) => `faite le ${date}`,
  old: 'Cette version a plus de 60 jours. TikTok change souvent : cherchez une nouvelle version.',
  quit: 'Quitter Standby',
  quitSure: 'Appuyez encore : l’overlay s’arrête',
  ended: 'Standby est arrêté. Relancez-le comme avant : par le menu Démarrer ou vos applications.',
  window: 'Standby tourne dans la fenêtre « Standby » de la barre des tâches. La fermer arrête aussi Standby.',
  autostart: 'Démarrer avec mon ordinateur',
  folder: 'Ouvrir le dossier de mes données',
  look: 'Chercher une nouvelle version',
  asks: (address) => `Une seule question part vers ${address}, sans rien dire de vous.`,
  weekly: 'Chercher tout seul une fois par semaine, hors LIVE',
  newest: 'Vous avez la version la plus récente.',
  newer: (version) => `La version ${version} est disponible.`,
  get: 'Ouvrir sa page',
  changes: 'Ce qui a changé',
  about: 'À propos de Standby et de ses licences',
  own: 'Le code propre à Standby est libre sous licence MIT. Standby n’est lié ni à TikTok, ni à OBS, ni à Euler Stream.',
  connector:
    'La connexion à TikTok est faite par tiktok-live-connector et tiktok-live-proto. Ils sont sous licence AGPL, version 3, avec des conditions supplémentaires de leurs auteurs.',
  allowed: 'Vous pouvez utiliser Standby sur votre ordinateur pour votre propre show, même si ce show rapporte de l’argent.',
  notAllowed:
    'L’héberger pour d’autres, le vendre comme produit fermé ou transmettre les événements de TikTok comme service n’est pas couvert. Demandez d’abord aux auteurs.',
  source: 'Le code source des deux bibliothèques est proposé à côté du téléchargement de Standby.',
  licences: 'Toutes les licences',
}
