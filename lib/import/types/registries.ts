import { at, byAddress, custom, entries, field, withAddress, type ConnectorType } from '../placement';
import { placeArtifactory, placeRegistry } from '../registries';

/** Connectors of registries, repositories and builds. */

export const REGISTRY_TYPES: Readonly<Record<string, ConnectorType>> = {
  DockerRegistry: {
    terraform: 'docker',
    fields: { dockerRegistryUrl: field('dockerRegistryUrl', 'url') },
    place: (values) =>
      values.identifier === 'harnessImage' && values.isOfAccount
        ? {
            cannot: 'it is the registry of the images of CI and STO steps, a line of Harness itself',
            fix: 'set `harness: { stepImages: docker-hub }`, `gar` or `ecr-public` in the list where builds run beside the delegate',
          }
        : withAddress(values, 'dockerRegistryUrl', (address) => placeRegistry(address, 'docker-registry')),
  },
  Artifactory: {
    terraform: 'artifactory',
    fields: { artifactoryServerUrl: field('artifactoryServerUrl', 'url') },
    place: (values) => withAddress(values, 'artifactoryServerUrl', placeArtifactory),
  },
  Nexus: {
    terraform: 'nexus',
    fields: { nexusServerUrl: field('nexusServerUrl', 'url') },
    place: (values) =>
      withAddress(values, 'nexusServerUrl', (address) =>
        entries({ ...at('nexus', address), notes: ['Docker repositories have ports of their own: `dockerPorts`'] }),
      ),
  },
  HttpHelmRepo: byAddress('helm-http-repository', 'helmRepoUrl', 'helm', 'url'),
  OciHelmRepo: {
    terraform: 'oci_helm',
    fields: { helmRepoUrl: field('helmRepoUrl', 'url') },
    place: (values) => withAddress(values, 'helmRepoUrl', (address) => placeRegistry(address, 'oci-helm-registry')),
  },
  Jenkins: byAddress('jenkins', 'jenkinsUrl', 'jenkins', 'jenkins_url'),
  Bamboo: byAddress('bamboo', 'bambooUrl', '', ''),
  AzureArtifacts: {
    terraform: 'azure_artifacts',
    fields: { azureArtifactsUrl: field('azureArtifactsUrl', 'url') },
    place: (values) =>
      withAddress(values, 'azureArtifactsUrl', (address) =>
        entries(
          custom('packages of Azure Artifacts', address, {
            notes: [
              'the content of packages comes from *.blob.core.windows.net and *.visualstudio.com (Microsoft), which are not in the connector',
            ],
          }),
        ),
      ),
  },
};
