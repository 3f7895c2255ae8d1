// Writes a sample district as the files a district would send, and an answer sheet beside them.
// Seeded and streaming: the same seed gives the same bytes, and memory does not grow with the number of students.
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { AnswerSheet } from './answer-sheet.mjs';
import { planted } from './planted.mjs';
import {
  draws,
  endYearOf,
  gradeCode,
  instructionalDays,
  schoolOf,
  schoolYear,
  schoolsFor,
  studentAt,
} from './population.mjs';

export const PAST_YEARS = 3;
export const TUTORING_ID = 'reading-tutoring';
export const TRANSPORT_ID = 'ride-and-call';

/**
 * @param {{ directory: string, students?: number, seed?: number, today?: string, presentRows?: boolean }} options
 *   `today`: the last day of instruction that is in the files; `presentRows`: whether days of presence are written too
 * @returns {Promise<{ files: { name: string, type: string, mode?: string }[], answers: object }>} in the order to send
 */
export async function generateSampleDistrict({
  directory,
  students = 5_000,
  seed = 20_260_701,
  today = '2026-11-24',
  presentRows = true,
}) {
  mkdirSync(directory, { recursive: true });
  const now = endYearOf(today);
  const years = Array.from({ length: PAST_YEARS + 1 }, (_, k) => now - PAST_YEARS + k);
  const schools = schoolsFor(students);
  const treated = new Set(
    schools.filter((school) => school.level !== 'high' && school.place % 2 === 0).map((school) => school.schoolId),
  );
  const badSchool = [...treated][0];
  const sheet = new AnswerSheet();
  const files = new Files(directory);

  const schoolFile = files.open('schools', ['schoolId', 'name', 'level', 'charter', 'titleI']);
  for (const school of schools)
    await schoolFile.row([
      school.schoolId,
      school.name,
      school.level,
      'no',
      school.place * 2 < school.count ? 'yes' : 'no',
    ]);
  const calendar = files.open('calendar', ['schoolId', 'date', 'instructional']);
  const days = instructionalDays(now, today);
  for (const school of schools) for (const date of days) await calendar.row([school.schoolId, date, 'true']);

  const total = Math.round((students * (13 + PAST_YEARS)) / 13);
  for (const endYear of years) {
    const year = schoolYear(endYear);
    const out = {
      students: files.open(
        `students-${year}`,
        [
          'studentId',
          'schoolYear',
          'schoolId',
          'grade',
          'raceEthnicity',
          'gender',
          'englishLearner',
          'disability',
          'section504',
          'economicallyDisadvantaged',
          'homeless',
          'fosterCare',
          'migrant',
          'militaryConnected',
        ],
        'students',
      ),
      enrollments: files.open(
        `enrollments-${year}`,
        ['studentId', 'schoolId', 'entryDate', 'exitDate', 'accountable'],
        'enrollments',
      ),
      attendance:
        endYear === now
          ? files.open(`attendance-${year}`, ['studentId', 'date', 'schoolId', 'status'], 'attendance')
          : files.open(
              `attendance-${year}`,
              ['studentId', 'schoolYear', 'schoolId', 'daysEnrolled', 'daysAbsent'],
              'attendance',
            ),
      discipline: files.open(
        `discipline-${year}`,
        ['schoolId', 'incidentId', 'studentId', 'actionId', 'date', 'behavior', 'action', 'days'],
        'discipline',
      ),
      courses: files.open(
        `courses-${year}`,
        ['studentId', 'schoolYear', 'courseCode', 'schoolId', 'subject', 'level', 'completed', 'credits'],
        'courses',
      ),
    };
    if (endYear < now) {
      out.assessments = files.open(
        `assessments-${year}`,
        [
          'studentId',
          'assessment',
          'subject',
          'date',
          'schoolId',
          'tested',
          'reasonNotTested',
          'score',
          'performanceLevel',
          'proficient',
        ],
        'assessments',
      );
      out.graduation = files.open(
        `graduation-${endYear}`,
        ['studentId', 'cohort', 'schoolId', 'outcome', 'diploma', 'documented'],
        'graduation',
      );
    }
    for (let index = 0; index < total; index++) {
      const student = studentAt(seed, index, PAST_YEARS);
      const grade = student.gradeNow - (now - endYear);
      if (grade >= 0 && grade <= 12)
        await writeYear({
          out,
          sheet,
          seed,
          schools,
          treated,
          badSchool,
          student,
          grade,
          endYear,
          now,
          days,
          presentRows,
        });
    }
  }

  const corrections = files.open(
    'students-corrections',
    [
      'studentId',
      'schoolYear',
      'schoolId',
      'grade',
      'raceEthnicity',
      'gender',
      'englishLearner',
      'disability',
      'section504',
      'economicallyDisadvantaged',
      'homeless',
      'fosterCare',
      'migrant',
      'militaryConnected',
    ],
    'students',
  );
  for (const endYear of years) {
    for (let index = 0; index < total; index++) {
      const student = studentAt(seed, index, PAST_YEARS);
      const grade = student.gradeNow - (now - endYear);
      if (!student.wrongRaceAtFirst || grade < 0 || grade > 12) continue;
      await corrections.row(
        studentRow(student, schoolYear(endYear), schoolOf(schools, grade, student.home).schoolId, grade, student.race),
      );
    }
  }
  const deliveries = files.open('deliveries', [
    'deliveryId',
    'interventionId',
    'schoolId',
    'date',
    'minutes',
    'planned',
    'quality',
    'deliveredBy',
  ]);
  const delivered = await writeDeliveries({ deliveries, seed, treated, badSchool, now, today });

  await files.close();
  const answers = {
    seed,
    students,
    today,
    years: years.map(schoolYear),
    treatedSchools: [...treated],
    badSchool,
    delivered,
    planted: {
      tutoring: planted.tutoring,
      transport: planted.transport,
      readingGap: 'English learners read proficiently 28 points less often, other things equal',
      suspensionRatio: 'Black or African American students are suspended 2.4 times as often, other things equal',
    },
    cells: sheet.rows(),
  };
  writeFileSync(join(directory, 'answer-sheet.json'), `${JSON.stringify(answers)}\n`);
  return { files: files.list, answers };
}

function studentRow(student, year, schoolId, grade, race) {
  const flag = (value) => (value ? 'yes' : 'no');
  return [
    student.studentId,
    year,
    schoolId,
    gradeCode(grade),
    race,
    student.gender,
    flag(student.englishLearner),
    flag(student.disability),
    flag(student.section504),
    flag(student.economicallyDisadvantaged),
    flag(student.homeless),
    flag(student.fosterCare),
    flag(student.migrant),
    flag(student.militaryConnected),
  ];
}

/** One student's rows of one school year, and what they add to the answers. */
async function writeYear({
  out,
  sheet,
  seed,
  schools,
  treated,
  badSchool,
  student,
  grade,
  endYear,
  now,
  days,
  presentRows,
}) {
  const year = schoolYear(endYear);
  const draw = draws(seed, year, student.index);
  const first = schoolOf(schools, grade, student.home).schoolId;
  const level = first[0];
  const others = schools.filter((school) => school.schoolId[0] === level && school.schoolId !== first);
  const moves = student.movesYearsAgo === now - endYear && endYear < now && others.length > 0;
  const second =
    moves || (student.secondSchool && others.length > 0)
      ? others[Math.floor(draw() * others.length)].schoolId
      : undefined;
  // Of a mover the school of most days (late August to March) stays accountable; of two at once the marked one.
  const school = first;
  const served = treated.has(school) && school !== badSchool && endYear >= now - 1;
  const code = gradeCode(grade);

  await out.students.row(studentRow(student, year, first, grade, student.wrongRaceAtFirst ?? student.race));
  if (moves) {
    await out.enrollments.row([student.studentId, first, `${endYear - 1}-08-25`, `${endYear}-03-02`, '']);
    await out.enrollments.row([student.studentId, second, `${endYear}-03-02`, `${endYear}-06-06`, '']);
  } else if (second) {
    await out.enrollments.row([student.studentId, first, `${endYear - 1}-08-25`, `${endYear}-06-06`, 'true']);
    await out.enrollments.row([student.studentId, second, `${endYear - 1}-08-25`, `${endYear}-06-06`, 'false']);
  }

  const chronicShare =
    planted.chronicAbsence(student) +
    (served && student.economicallyDisadvantaged ? planted.transport.effectOnAbsence : 0);
  const chronic = draw() < chronicShare;
  const absentShare = chronic ? 0.1 + draw() * 0.2 : draw() * 0.09;
  if (endYear < now) {
    const enrolled = 180;
    const absent = chronic
      ? Math.max(18, Math.round(enrolled * absentShare))
      : Math.min(17, Math.round(enrolled * absentShare));
    await out.attendance.row([student.studentId, year, school, enrolled, absent]);
    sheet.rate('chronic-absence', year, school, student, code, absent * 10 >= enrolled);
  } else {
    let absent = 0;
    for (const date of days) {
      const missed = draw() < absentShare;
      if (missed) absent += 1;
      if (missed) await out.attendance.row([student.studentId, date, first, draw() < 0.6 ? 'excused' : 'unexcused']);
      else if (presentRows || date === days[0])
        await out.attendance.row([student.studentId, date, first, draw() < 0.03 ? 'tardy' : 'present']);
    }
    if (days.length >= 10) sheet.rate('chronic-absence', year, school, student, code, absent * 10 >= days.length);
  }

  const suspended = draw() < planted.suspended(student, grade) * (endYear === now ? 0.3 : 1);
  if (suspended) {
    const month = endYear === now ? `${endYear - 1}-10` : `${endYear}-02`;
    const incident = `${year}-${student.studentId}`;
    await out.discipline.row([
      first,
      incident,
      student.studentId,
      '1',
      `${month}-1${Math.floor(draw() * 9)}`,
      draw() < 0.5 ? 'disruption' : 'fighting',
      'out-of-school-suspension',
      1 + Math.floor(draw() * 4),
    ]);
    if (draw() < 0.3)
      await out.discipline.row([
        first,
        `${incident}-b`,
        student.studentId,
        '1',
        `${month}-2${Math.floor(draw() * 9)}`,
        'defiance',
        'in-school-suspension',
        1,
      ]);
  } else if (draw() < 0.02) {
    await out.discipline.row([
      first,
      `${year}-${student.studentId}-w`,
      student.studentId,
      '',
      `${endYear - 1}-09-1${Math.floor(draw() * 9)}`,
      'disruption',
      'none',
      '',
    ]);
  }
  sheet.rate('oss-any', year, school, student, code, suspended);

  if (grade >= 9) {
    const advanced = draw() < planted.advanced(student);
    await out.courses.row([
      student.studentId,
      year,
      `ENG${grade}`,
      first,
      'English',
      'regular',
      endYear < now ? (draw() < 0.93 ? 'true' : 'false') : '',
      endYear < now ? '1' : '',
    ]);
    if (advanced)
      await out.courses.row([
        student.studentId,
        year,
        `AP-${grade}`,
        first,
        'Mathematics',
        draw() < 0.7 ? 'ap' : 'dual',
        endYear < now ? (draw() < 0.88 ? 'true' : 'false') : '',
        endYear < now ? '1' : '',
      ]);
    sheet.rate('advanced-enrolled', year, school, student, code, advanced);
  }

  if (out.assessments && ((grade >= 3 && grade <= 8) || grade === 11)) {
    for (const subject of ['reading', 'math']) {
      const tested = draw() < 0.97;
      const share =
        planted.proficient(student, subject) +
        (subject === 'reading' && served && student.englishLearner ? planted.tutoring.effectOnReading : 0);
      const proficient = draw() < share;
      const levelName = proficient ? (draw() < 0.4 ? '4' : '3') : draw() < 0.5 ? '2' : '1';
      const score = 200 + Number(levelName) * 40 + Math.floor(draw() * 40);
      await out.assessments.row([
        student.studentId,
        `state-${subject}`,
        subject,
        `${endYear}-05-05`,
        first,
        tested ? 'true' : 'false',
        tested ? '' : 'absent',
        tested ? score : '',
        tested && subject === 'math' ? levelName : '',
        tested && subject === 'reading' ? proficient : '',
      ]);
      if (tested) sheet.rate(`proficient-${subject}`, year, school, student, code, proficient);
    }
  }
  if (out.graduation && grade === 12) {
    const moved = draw() < 0.04;
    const graduated = draw() < planted.graduated(student);
    const documented = moved && draw() < 0.7;
    await out.graduation.row([
      student.studentId,
      endYear,
      first,
      moved ? 'transferred' : graduated ? 'graduated' : 'dropped',
      !moved && graduated ? 'regular' : '',
      documented ? 'true' : '',
    ]);
    if (!documented) sheet.rate('graduation-4yr', String(endYear), school, student, code, !moved && graduated);
  }
}

async function writeDeliveries({ deliveries, seed, treated, badSchool, now, today }) {
  const delivered = {};
  for (const [interventionId, perWeek, minutes] of [
    [TUTORING_ID, 3, 30],
    [TRANSPORT_ID, 1, 20],
  ]) {
    const truth = interventionId === TUTORING_ID ? planted.tutoring : planted.transport;
    delivered[interventionId] = {};
    for (const schoolId of treated) {
      const draw = draws(seed, interventionId, schoolId);
      const share =
        schoolId === badSchool && truth.deliveredShareAtBadSchool
          ? truth.deliveredShareAtBadSchool
          : truth.deliveredShare;
      let planned = 0;
      for (const endYear of [now - 1, now]) {
        for (const date of instructionalDays(endYear, today)) {
          const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
          if (!(perWeek === 3 ? [1, 3, 5] : [2]).includes(weekday) || draw() >= share) continue;
          planned += 1;
          await deliveries.row([
            `${interventionId}-${schoolId}-${date}`,
            interventionId,
            schoolId,
            date,
            minutes,
            'true',
            draw() < 0.7 ? 3 : 4,
            'tutor',
          ]);
        }
      }
      delivered[interventionId][schoolId] = planned;
    }
  }
  return delivered;
}

class Files {
  list = [];
  #streams = [];
  constructor(directory) {
    this.directory = directory;
  }
  open(name, columns, type = name) {
    const stream = createWriteStream(join(this.directory, `${name}.csv`));
    this.list.push({ name: `${name}.csv`, type });
    this.#streams.push(stream);
    let buffer = `${columns.join(',')}\n`;
    const flush = async () => {
      if (!stream.write(buffer)) await once(stream, 'drain');
      buffer = '';
    };
    stream.flushRest = flush;
    return {
      async row(values) {
        buffer += `${values.join(',')}\n`;
        if (buffer.length > 65_536) await flush();
      },
    };
  }
  async close() {
    for (const stream of this.#streams) {
      await stream.flushRest();
      stream.end();
      await once(stream, 'close');
    }
  }
}
