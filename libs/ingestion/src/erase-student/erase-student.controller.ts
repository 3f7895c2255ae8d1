import { Access, CurrentPrincipal, districtOf, inDistrict, requireSchools, type Principal } from '@evenground/auth';
import { DistrictQuery, ErasureQuery, ErasureView, InspectionBody, isRefusal } from '@evenground/contracts';
import { Answers, problem, throwRefusal, written, type Written } from '@evenground/http';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { z } from 'zod';
import { Ingestion } from '../ingestion.js';

const StudentId = z.string().min(1).max(64);

@Controller()
export class EraseStudentController {
  constructor(@Inject(Ingestion) private readonly ingestion: Ingestion) {}

  @Delete('students/:studentId')
  @HttpCode(202)
  @Access('student.erase.ask')
  async ask(
    @CurrentPrincipal() principal: Principal,
    @Param('studentId', { schema: StudentId }) studentId: string,
    @Query({ schema: ErasureQuery }) query: ErasureQuery,
  ): Promise<Written<{ erasureId: string }>> {
    const asked = await this.ingestion.eraseStudent.ask(
      districtOf(principal, query.district),
      studentId,
      query.reason,
      principal.id,
    );
    if (isRefusal(asked)) throwRefusal(asked, asked.refused === 'student/unknown' ? 404 : 409);
    return written({ erasureId: asked.erasureId }, []);
  }

  @Post('erasures/:erasureId/confirm')
  @HttpCode(202)
  @Access('student.erase.confirm')
  @Answers(ErasureView, 202)
  async confirm(
    @CurrentPrincipal() principal: Principal,
    @Param('erasureId') erasureId: string,
  ): Promise<Written<ErasureView>> {
    await this.viewOf(principal, erasureId);
    requireSchools(principal, 'district');
    const confirmed = await this.ingestion.eraseStudent.confirm(erasureId, principal.id);
    if (isRefusal(confirmed)) throwRefusal(confirmed, 409);
    return written(confirmed, { receiptId: erasureId });
  }

  @Get('erasures/:erasureId')
  @Access('records.read')
  @Answers(ErasureView)
  async show(@CurrentPrincipal() principal: Principal, @Param('erasureId') erasureId: string): Promise<ErasureView> {
    return this.viewOf(principal, erasureId);
  }

  /** A parent's request to inspect the student's records begins or ends; while it is open nothing is erased. */
  @Put('students/:studentId/inspection')
  @HttpCode(204)
  @Access('student.erase.ask')
  async inspect(
    @CurrentPrincipal() principal: Principal,
    @Param('studentId', { schema: StudentId }) studentId: string,
    @Query({ schema: DistrictQuery }) query: DistrictQuery,
    @Body({ schema: InspectionBody }) body: InspectionBody,
  ): Promise<void> {
    await this.ingestion.eraseStudent.inspect(districtOf(principal, query.district), studentId, body.open);
  }

  private async viewOf(principal: Principal, erasureId: string): Promise<ErasureView> {
    const shown = await this.ingestion.eraseStudent.show(erasureId);
    if (shown === undefined || !inDistrict(principal, shown.district))
      throw problem(404, 'erasure/unknown', 'There is no such erasure.');
    return shown.view;
  }
}
