import { Access, CurrentPrincipal, districtOf, type Principal } from '@evenground/auth';
import { DiagnosticsDistrictQuery, ScaleAnswer, ScalePost, isRefusal } from '@evenground/contracts';
import { Answers, throwRefusal } from '@evenground/http';
import { Body, Controller, HttpCode, Post, Query } from '@nestjs/common';
import { judgeScale } from './judge-scale.js';

/** Computes and keeps nothing. */
@Controller('scales')
export class JudgeScaleController {
  @Post()
  @HttpCode(200)
  @Access('gaps.read-unsuppressed')
  @Answers(ScaleAnswer)
  judge(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: DiagnosticsDistrictQuery }) query: DiagnosticsDistrictQuery,
    @Body({ schema: ScalePost }) body: ScalePost,
  ): ScaleAnswer {
    districtOf(principal, query.district ?? body.district);
    const answer = judgeScale(body);
    if (isRefusal(answer)) throwRefusal(answer, 422);
    return answer;
  }
}
