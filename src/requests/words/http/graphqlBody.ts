import { parseJson, type JsonValue } from '../../../protocol/json.ts';
import type { BodyPart, GraphqlBody } from '../../model.ts';
import { textOf } from '../../run/partText.ts';
import { FileError } from '../../run/requestError.ts';
import type { Turn } from '../../run/turn.ts';

/** The JSON object that a query of GraphQL goes out as. The variables stand in it as they are written. */
export async function graphqlText(
  body: readonly BodyPart[],
  { variablesFrom, operationName }: GraphqlBody,
  turn: Turn,
): Promise<string> {
  const textFrom = async (parts: readonly BodyPart[]): Promise<string> => {
    const texts: string[] = [];
    for (const part of parts) texts.push(await textOf(part, 'utf-8', turn));
    return texts.join('').trim();
  };
  const query = await textFrom(body.slice(0, variablesFrom));
  const written = body.slice(variablesFrom);
  const variables = await textFrom(written);
  if (variables !== '' && !isObject(variables)) {
    const message =
      'The variables of a query of GraphQL are one JSON object, and this text is not. Nothing is sent: write {"name": value}.';
    throw new FileError({ code: 'bad-variables', message }, written[0]!);
  }
  const members = [
    `"query":${JSON.stringify(query)}`,
    ...(operationName === undefined ? [] : [`"operationName":${JSON.stringify(operationName)}`]),
    ...(variables === '' ? [] : [`"variables":${variables}`]),
  ];
  return `{${members.join(',')}}`;
}

function isObject(text: string): boolean {
  let value: JsonValue;
  try {
    value = parseJson(text);
  } catch {
    return false;
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
