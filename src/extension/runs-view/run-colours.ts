/** The colours that a user can give to a run. They are those of the panels' palette: package.json has them as theme colours. */
import * as vscode from 'vscode';
import { COLOUR_COUNT } from '../../common/series-style';

/** Names of the palette's colours, in its order. */
function colourNames(): readonly string[] {
  return [
    vscode.l10n.t('Blue'),
    vscode.l10n.t('Orange'),
    vscode.l10n.t('Green'),
    vscode.l10n.t('Violet'),
    vscode.l10n.t('Yellow'),
    vscode.l10n.t('Pink'),
    vscode.l10n.t('Turquoise'),
    vscode.l10n.t('Cornflower Blue'),
    vscode.l10n.t('Brown'),
    vscode.l10n.t('Grey'),
  ];
}

/** A run's colour in lists. */
export function themeColour(colour: number): vscode.ThemeColor {
  return new vscode.ThemeColor(`sideplot.run${(colour % COLOUR_COUNT) + 1}`);
}

export function colourName(colour: number): string {
  const names = colourNames();
  return names[colour % names.length] ?? '';
}

interface ColourItem extends vscode.QuickPickItem {
  readonly colour: number;
}

/**
 * @param extensionUri of the extension, which has a picture of each colour.
 * @param current the colour that the run has.
 * @returns −1 for a colour that the editor chooses; `undefined` when the user chose nothing.
 */
export async function chooseColour(extensionUri: vscode.Uri, current: number | null): Promise<number | undefined> {
  const mark = (colour: number | null): string => (colour === current ? vscode.l10n.t('current') : '');
  const items: ColourItem[] = colourNames().map((label, colour) => ({
    label,
    description: mark(colour),
    iconPath: pictureOf(extensionUri, colour),
    colour,
  }));
  const automatic = {
    label: vscode.l10n.t('Automatic'),
    description: mark(null),
    iconPath: new vscode.ThemeIcon('circle-slash'),
    colour: -1,
  };
  const placeHolder = vscode.l10n.t('The colour of the run where it is drawn over others');
  return (await vscode.window.showQuickPick([automatic, ...items], { placeHolder }))?.colour;
}

/** Quick picks draw theme icons without their colours. */
function pictureOf(extensionUri: vscode.Uri, colour: number): { light: vscode.Uri; dark: vscode.Uri } {
  const file = (theme: string): vscode.Uri =>
    vscode.Uri.joinPath(extensionUri, 'media', `colour-${theme}-${colour + 1}.svg`);
  return { light: file('light'), dark: file('dark') };
}
