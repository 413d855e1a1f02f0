import { DefaultNamingStrategy } from 'typeorm';
import { snake } from './columns.js';

export class SnakeCase extends DefaultNamingStrategy {
  override tableName(className: string, given: string | undefined): string {
    return given ?? snake(className.charAt(0).toLowerCase() + className.slice(1));
  }
  override columnName(property: string, given: string | undefined): string {
    return given ?? snake(property);
  }
}
