import { Access, CurrentPrincipal, type Principal, districtOf } from '@evenground/auth';
import { DisclosureChoice, DisclosurePolicyAnswer, ReportingDistrictQuery } from '@evenground/contracts';
import { Answers } from '@evenground/http';
import { Body, Controller, Get, Inject, Put, Query } from '@nestjs/common';
import { ChoosePolicy } from './choose-policy.js';

@Controller('disclosure-policy')
export class ChoosePolicyController {
  constructor(@Inject(ChoosePolicy) private readonly feature: ChoosePolicy) {}

  @Get()
  @Access('releases.read')
  @Answers(DisclosurePolicyAnswer)
  show(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: ReportingDistrictQuery }) query: ReportingDistrictQuery,
  ): Promise<DisclosurePolicyAnswer> {
    return this.feature.of(districtOf(principal, query.district));
  }

  @Put()
  @Access('settings.write')
  @Answers(DisclosurePolicyAnswer)
  choose(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: ReportingDistrictQuery }) query: ReportingDistrictQuery,
    @Body({ schema: DisclosureChoice }) body: DisclosureChoice,
  ): Promise<DisclosurePolicyAnswer> {
    return this.feature.choose(districtOf(principal, query.district), body);
  }
}
