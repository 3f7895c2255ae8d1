import type { Words } from './words.js';

/**
 * Everything that answers say in sentences, each in both languages. `{name}` is a value. What is written here follows
 * `measures.md` S: no cause without a design for it, and "no difference shown" is not "no difference".
 */
export const SENTENCES = {
  'gap.rate-more': {
    en: 'Of every 100 {group}, about {size} more than of every 100 {reference} {happened}: {a} against {b}.',
    es: 'De cada 100 {group}, unos {size} más que de cada 100 {reference} {happened}: {a} frente a {b}.',
  },
  'gap.rate-fewer': {
    en: 'Of every 100 {group}, about {size} fewer than of every 100 {reference} {happened}: {a} against {b}.',
    es: 'De cada 100 {group}, unos {size} menos que de cada 100 {reference} {happened}: {a} frente a {b}.',
  },
  'gap.rate-same': {
    en: 'Of every 100 {group}, as many as of every 100 {reference} {happened}: {a} against {b}.',
    es: 'De cada 100 {group}, tantos como de cada 100 {reference} {happened}: {a} frente a {b}.',
  },
  'gap.units-more': {
    en: '“{indicator}” is {size} of every 100 higher for {group} than for {reference}: {a} against {b}.',
    es: '«{indicator}» es {size} de cada 100 más alto para {group} que para {reference}: {a} frente a {b}.',
  },
  'gap.units-fewer': {
    en: '“{indicator}” is {size} of every 100 lower for {group} than for {reference}: {a} against {b}.',
    es: '«{indicator}» es {size} de cada 100 más bajo para {group} que para {reference}: {a} frente a {b}.',
  },
  'gap.mean-higher': {
    en: '“{indicator}” is {size} higher for {group} than for {reference}: {a} against {b}.',
    es: '«{indicator}» es {size} más alto para {group} que para {reference}: {a} frente a {b}.',
  },
  'gap.mean-lower': {
    en: '“{indicator}” is {size} lower for {group} than for {reference}: {a} against {b}.',
    es: '«{indicator}» es {size} más bajo para {group} que para {reference}: {a} frente a {b}.',
  },
  'gap.mean-same': {
    en: '“{indicator}” is the same for {group} and {reference}: {a} against {b}.',
    es: '«{indicator}» es igual para {group} y {reference}: {a} frente a {b}.',
  },
  'gap.no-numbers': {
    en: '{group} and {reference} cannot be compared here: {why}.',
    es: 'Aquí no se puede comparar a {group} con {reference}: {why}.',
  },
  'verdict.shown': {
    en: 'This is larger than chance would give.',
    es: 'Esto es mayor de lo que daría el azar.',
  },
  'verdict.below-minimum-effect': {
    en: 'This is more than chance would give, but smaller than the {minimum} that would matter here.',
    es: 'Esto es más de lo que daría el azar, pero menor que {minimum}, lo mínimo que aquí importaría.',
  },
  'verdict.not-shown': {
    en: 'Chance alone could give this: no difference is shown, which is not the same as no difference.',
    es: 'El azar por sí solo podría dar esto: no se muestra una diferencia, lo que no es lo mismo que no haberla.',
  },
  'verdict.not-reliable': {
    en: 'There are too few students ({n} in the smaller group) to rely on this.',
    es: 'Hay muy pocos estudiantes ({n} en el grupo menor) para fiarse de esto.',
  },
  'verdict.post-hoc': {
    en: 'The group compared with was picked because it did best, which makes the difference look larger.',
    es: 'El grupo de comparación se eligió por ser el mejor, lo que hace parecer mayor la diferencia.',
  },
  'funnel.within': {
    en: '{school}: {value} against {target} in the whole; with {n} students chance alone could give this.',
    es: '{school}: {value} frente a {target} en el conjunto; con {n} estudiantes el azar por sí solo podría dar esto.',
  },
  'funnel.notable': {
    en: '{school}: {value} against {target} in the whole, {side} than 95 of 100 schools of {n} students would be by chance. Worth a look.',
    es: '{school}: {value} frente a {target} en el conjunto, {side} de lo que por azar serían 95 de cada 100 escuelas de {n} estudiantes. Merece una mirada.',
  },
  'funnel.far': {
    en: '{school}: {value} against {target} in the whole, {side} than 998 of 1,000 schools of {n} students would be by chance. Something else is at work.',
    es: '{school}: {value} frente a {target} en el conjunto, {side} de lo que por azar serían 998 de cada 1,000 escuelas de {n} estudiantes. Algo más está en juego.',
  },
  'funnel.not-calculable': {
    en: '{school}: cannot be placed ({why}).',
    es: '{school}: no se puede situar ({why}).',
  },
  'scale.reliable': {
    en: 'The items hang together (alpha {alpha}): their mean may be read as one thing.',
    es: 'Los ítems van juntos (alfa {alpha}): su media puede leerse como una sola cosa.',
  },
  'scale.low': {
    en: 'The items hardly hang together (alpha {alpha}, below 0.7): do not compare groups on their mean without saying so.',
    es: 'Los ítems apenas van juntos (alfa {alpha}, menos de 0.7): no compare grupos por su media sin decirlo.',
  },
  'scale.not-calculable': {
    en: 'Whether the items hang together cannot be said: {why}.',
    es: 'No se puede decir si los ítems van juntos: {why}.',
  },
  'thin.cells': {
    en: '{thin} of {groups} groups have fewer than {few} students: crossing so many attributes leaves little to rely on. Take out an attribute, or put several years or schools together.',
    es: '{thin} de {groups} grupos tienen menos de {few} estudiantes: cruzar tantos atributos deja poco de qué fiarse. Quite un atributo, o junte varios años o escuelas.',
  },
  'thin.one-group': {
    en: 'Only one group has students here, so there is nothing to compare.',
    es: 'Aquí solo un grupo tiene estudiantes, así que no hay nada que comparar.',
  },
  'overlap.in-combination': {
    en: 'A student counts in every race marked, so these groups overlap and do not add up to the whole.',
    es: 'Cada estudiante cuenta en todas las razas marcadas, así que estos grupos se superponen y no suman el total.',
  },
  'rolling.student-years': {
    en: 'Put together from {periods}: a student counts once for each period, so the intervals are somewhat too narrow.',
    es: 'Reunido de {periods}: cada estudiante cuenta una vez por periodo, así que los intervalos son algo estrechos.',
  },
  'feasibility.share': {
    en: 'The target asks for {perYear} {unit} a year. Of {of} comparable changes from one year to the next ({basis}), {achieved} were as large: {share} of every 100.',
    es: 'La meta pide {perYear} {unit} al año. De {of} cambios comparables de un año al siguiente ({basis}), {achieved} fueron así de grandes: {share} de cada 100.',
  },
  'feasibility.no-history': {
    en: 'The target asks for {perYear} {unit} a year. There is no earlier year to compare this with.',
    es: 'La meta pide {perYear} {unit} al año. No hay un año anterior con qué compararlo.',
  },
  'decomposition.not-calculable': {
    en: 'The gap between {group} and {reference} cannot be taken apart.',
    es: 'La brecha entre {group} y {reference} no se puede descomponer.',
  },
  'decomposition.paradox': {
    en: 'Taken together, {group} are {gap} {unit} {side} {reference}. Where like is compared with like, within each {strata}, they are {within} {unit} {otherSide} on average: the gap turns round in {reversed} of {compared} of them. It comes from where the groups are, which may itself be the inequity, and not from how they fare there.',
    es: 'En conjunto, {group} están {gap} {unit} {side} {reference}. Si se compara lo comparable, dentro de cada {strata}, están en promedio {within} {unit} {otherSide}: la brecha se invierte en {reversed} de {compared}. Viene de dónde están los grupos, lo que puede ser en sí la inequidad, y no de cómo les va allí.',
  },
  'decomposition.parts': {
    en: '{group} are {gap} {unit} {side} {reference}. Of this difference {composition} come from the groups being in different {strata}, which may itself be the inequity, and {within} from differences within the same {strata}, which this does not explain.',
    es: '{group} están {gap} {unit} {side} {reference}. De esta diferencia, {composition} vienen de que los grupos están en distintos {strata}, lo que puede ser en sí la inequidad, y {within} de diferencias dentro de los mismos {strata}, que esto no explica.',
  },
  'adjusted.not-calculable': {
    en: 'The difference between {group} and {reference} cannot be adjusted.',
    es: 'La diferencia entre {group} y {reference} no se puede ajustar.',
  },
  'adjusted.remains': {
    en: 'Between {group} and {reference} there are {before} {unit}; with the covariates held equal {after} remain. They do not explain it, and what they leave is not proof of a cause.',
    es: 'Entre {group} y {reference} hay {before} {unit}; con las covariables iguales quedan {after}. No lo explican, y lo que dejan no prueba una causa.',
  },
  'adjusted.unclear': {
    en: 'Between {group} and {reference} there are {before} {unit}; with the covariates held equal it is {after}, which chance alone could give. The covariates may themselves be the inequity.',
    es: 'Entre {group} y {reference} hay {before} {unit}; con las covariables iguales son {after}, lo que el azar por sí solo podría dar. Las covariables pueden ser en sí la inequidad.',
  },
  'discipline.not-calculable': {
    en: 'There are no students to compare {group} with {reference}.',
    es: 'No hay estudiantes con quienes comparar a {group} y {reference}.',
  },
  'discipline.split': {
    en: 'Of every 100 students, {group} have {gap} more removals than {reference} (a negative number is fewer): {involvement} because they are referred more or less often, which includes what adults choose to refer, and {treatment} because a referral for the same behaviour ends differently.',
    es: 'De cada 100 estudiantes, {group} tienen {gap} exclusiones más que {reference} (un número negativo es menos): {involvement} porque se les deriva más o menos a menudo, lo que incluye lo que los adultos deciden derivar, y {treatment} porque una derivación por la misma conducta acaba de otra forma.',
  },
  'discipline.subjective': {
    en: 'Of every 100 incidents of {group}, {groupShare} are for behaviour that an adult judges; of {reference}, {referenceShare}.',
    es: 'De cada 100 incidentes de {group}, {groupShare} son por conductas que juzga un adulto; de {reference}, {referenceShare}.',
  },
  'idea.not-declared': {
    en: 'The district has not said that its discipline file is complete.',
    es: 'El distrito no ha dicho que su archivo de disciplina esté completo.',
  },
  'idea.minimum': {
    en: '{group}: {cell} children with the outcome of {n} at risk; at least {minCell} of {minN} are needed.',
    es: '{group}: {cell} niños con el resultado de {n} en riesgo; se necesitan al menos {minCell} de {minN}.',
  },
  'idea.group-below-minimum': {
    en: 'They are too few: not calculated. That is not "no disparity".',
    es: 'Son muy pocos: no se calcula. Eso no es «sin disparidad».',
  },
  'idea.comparison-below-minimum': {
    en: 'All others are too few in the district, and in the State or nothing is known of it: not calculated.',
    es: 'Todos los demás son muy pocos en el distrito, y también en el Estado o no se sabe nada de él: no se calcula.',
  },
  'idea.own-risk': { en: 'Risk: {cell} ÷ {n} = {risk}.', es: 'Riesgo: {cell} ÷ {n} = {risk}.' },
  'idea.comparison-risk': {
    en: 'Risk of all other children in the {where}: {cell} ÷ {n} = {risk}.',
    es: 'Riesgo de todos los demás niños en el {where}: {cell} ÷ {n} = {risk}.',
  },
  'idea.comparison-zero': {
    en: 'Nobody else in the {where} has the outcome: there is no ratio.',
    es: 'Nadie más en el {where} tiene el resultado: no hay razón.',
  },
  'idea.ratio': {
    en: 'The {kind} is {numerator} ÷ {denominator} = {value}.',
    es: 'La {kind} es {numerator} ÷ {denominator} = {value}.',
  },
  'idea.no-threshold': {
    en: 'The State’s threshold is not set here: nothing is identified.',
    es: 'El umbral del Estado no está fijado aquí: no se identifica nada.',
  },
  'idea.exceeds': {
    en: '{value} is above the threshold of {threshold}.',
    es: '{value} está por encima del umbral de {threshold}.',
  },
  'idea.within': {
    en: '{value} is not above the threshold of {threshold}.',
    es: '{value} no está por encima del umbral de {threshold}.',
  },
  'idea.identified': {
    en: 'It was so in each of the last {years} years: significant disproportionality.',
    es: 'Fue así en cada uno de los últimos {years} años: desproporción significativa.',
  },
  'idea.progress': {
    en: 'It was so in each of the last {years} years, and fell enough in both: reasonable progress, not identified.',
    es: 'Fue así en cada uno de los últimos {years} años, y bajó lo suficiente en ambos: progreso razonable, no identificado.',
  },
  'idea.not-identified': {
    en: 'It was not so in each of the last {years} years: not identified.',
    es: 'No fue así en cada uno de los últimos {years} años: no identificado.',
  },
  'idea.consequence-review': {
    en: 'Policies, practices and procedures are reviewed, revised where needed, and the revision is published.',
    es: 'Se revisan las políticas, prácticas y procedimientos, se corrigen donde haga falta y se publica la revisión.',
  },
  'idea.consequence-cceis': {
    en: 'The district reserves {percent} percent of its IDEA Part B funds for comprehensive coordinated early intervening services, which address the factors behind the disproportionality for children with and without disabilities.',
    es: 'El distrito reserva el {percent} por ciento de sus fondos de la Parte B de IDEA para servicios integrales y coordinados de intervención temprana, que atienden los factores de la desproporción para niños con y sin discapacidades.',
  },
} as const satisfies Readonly<Record<string, Words>>;

export type SentenceId = keyof typeof SENTENCES;
