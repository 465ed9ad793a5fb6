import type { Component } from './licences.ts'

/** A list of what is in a package, in the form CycloneDX 1.6. `time`: s. */
export function billOfMaterials(version: string, time: number, components: readonly Component[]): string {
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: new Date(time * 1_000).toISOString(),
      component: { type: 'application', 'bom-ref': 'standby', name: 'standby', version, licenses: [{ license: { id: 'MIT' } }] },
    },
    components: components.map(({ name, version: own, licence }) => ({
      type: 'library',
      'bom-ref': `${name}@${own}`,
      name,
      version: own,
      licenses: [
        /[ ()]/.test(licence) ? { expression: licence } : { license: /^[\w.+-]+$/.test(licence) ? { id: licence } : { name: licence } },
      ],
      purl: `pkg:npm/${name.replace('@', '%40')}@${own}`,
    })),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}
