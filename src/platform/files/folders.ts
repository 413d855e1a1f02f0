import { join } from 'node:path';
import type { Config } from '../config/index.js';

export const filesFolder = ({ dataDir }: Config): string => join(dataDir, 'files');
export const cacheFolder = ({ dataDir }: Pick<Config, 'dataDir'>): string => join(dataDir, 'cache', 'files');
export const workFolder = (config: Pick<Config, 'dataDir'>): string => join(cacheFolder(config), 'work');
