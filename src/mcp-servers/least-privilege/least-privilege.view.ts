import { ApiProperty, PickType } from '@nestjs/swagger';
import { CallLogEntryView } from '../../call-log/activity.view.js';
import { SHOWN_EXPOSURES, type ShownExposure } from '../../tools/selection/exposed-tools.js';
import { McpServerConfigView } from '../mcp-servers.view.js';
import type { FilterConfig } from './narrower-filter.js';

/** Which calls an answer is about. */
class PeriodView {
  @ApiProperty() days: number;
  @ApiProperty({ description: 'For how many days the organization keeps calls.' }) days_max: number;
  @ApiProperty({ format: 'date-time' }) since: string;
  @ApiProperty({ description: 'All calls of the period.' }) calls: number;
  @ApiProperty({ description: 'Of them: calls of names that the server did not offer then. They failed already.' })
  unknown_calls: number;
  @ApiProperty({ description: 'Of them: calls of the tools that search the others.' }) discovery_calls: number;
}

export class OfferView {
  @ApiProperty({ description: 'How many tools can be called.' }) count: number;
  @ApiProperty({ description: "How many tokens they take in a model's context when all are listed." }) tokens: number;
  @ApiProperty({ enum: SHOWN_EXPOSURES, description: 'What tools/list shows.' }) exposure: ShownExposure;
}

export class UsedToolView {
  @ApiProperty() name: string;
  @ApiProperty() calls: number;
  @ApiProperty({ description: 'Calls that did not end as ok.' }) errors: number;
  @ApiProperty({ format: 'date-time' }) last_used_at: string;
  @ApiProperty({ description: 'Whether the server offers it now.' }) is_allowed: boolean;
  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['read', 'write', 'destructive'],
    description: 'Null, as method is: the instance has no such tool any more.',
  })
  effect: string | null;
  @ApiProperty({ type: String, nullable: true }) method: string | null;
  @ApiProperty({ type: [String] }) tags: readonly string[];
}

/** Of the tools of one kind. */
export class ToolShareView {
  @ApiProperty() name: string;
  @ApiProperty({ description: 'How many tools of this kind the server may use.' }) allowed: number;
  @ApiProperty({ description: 'How many of them were called and worked.' }) needed: number;
}

class UnusedToolsView {
  @ApiProperty() count: number;
  @ApiProperty({ type: [String], description: 'By name, the first 500.' }) names: readonly string[];
}

class FilterConfigView
  extends PickType(McpServerConfigView, ['toolsets', 'methods', 'tags', 'tools'])
  implements FilterConfig {}

export class SuggestionView {
  @ApiProperty({ description: 'As PATCH takes it.' }) config: FilterConfigView;
  @ApiProperty({ description: 'What remains.' }) offer: OfferView;
}

class SuggestionsView {
  @ApiProperty({
    type: SuggestionView,
    nullable: true,
    description: 'Exactly the tools that worked, by name. Null: there are none, or nothing else is allowed.',
  })
  by_name: SuggestionView | null;
  @ApiProperty({
    type: SuggestionView,
    nullable: true,
    description: 'The smallest filter by methods and tags that lets them pass. Null where it would take nothing away.',
  })
  by_area: SuggestionView | null;
}

/** What a server's calls needed, against what it may do. */
export class LeastPrivilegeView extends PeriodView {
  @ApiProperty({ description: 'What the server may do now.' }) allowed: OfferView;
  @ApiProperty({ description: 'How many of the allowed tools were called and worked.' }) needed_count: number;
  @ApiProperty({ type: [UsedToolView], description: 'Tools that were called, the most called first.' })
  used_tools: readonly UsedToolView[];
  @ApiProperty({ description: 'Allowed tools that were never called.' }) unused_tools: UnusedToolsView;
  @ApiProperty({ type: [ToolShareView] }) effects: readonly ToolShareView[];
  @ApiProperty({ type: [ToolShareView] }) methods: readonly ToolShareView[];
  @ApiProperty({ type: [ToolShareView] }) tags: readonly ToolShareView[];
  @ApiProperty() suggestions: SuggestionsView;
}

class RefusedToolView {
  @ApiProperty() name: string;
  @ApiProperty() calls: number;
  @ApiProperty({ description: 'Calls that ended as ok then.' }) worked: number;
  @ApiProperty({ format: 'date-time' }) last_used_at: string;
}

/** What a config would have made of the calls of a period. */
export class ReplayView extends PeriodView {
  @ApiProperty({ description: 'What the config offers.' }) offer: OfferView;
  @ApiProperty({ description: 'Calls that were taken then, and that the config refuses.' }) refused_calls: number;
  @ApiProperty({ description: 'Of them: calls that ended as ok then.' }) refused_worked: number;
  @ApiProperty({
    description:
      'Of discovery_calls: those that the config has no room for, since it lists its tools. Clients that read the list need none.',
  })
  discovery_refused: number;
  @ApiProperty({ type: [RefusedToolView], description: 'By tool, the most called first.' })
  refused_tools: readonly RefusedToolView[];
  @ApiProperty({ type: [CallLogEntryView], description: 'The newest 20 of the refused calls.' })
  newest: readonly CallLogEntryView[];
}
