import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { type ArgumentEdits, described, terse, terseArguments } from '../../schema/argument-edit.js';

const welcomeEmail: ArgumentEdits = {
  ...terseArguments('subject', 'header'),
  content: described('HTML of the body.'),
};

export const mailTools: readonly ResourceTools[] = [
  {
    resource: 'smtp',
    tags: ['smtp', 'settings'],
    tools: [
      {
        operation: 'smtp_status',
        method: 'status',
        effect: 'read',
        title: 'Get the mail status',
        about: 'Tells whether Looker can send mail, per node.',
        hint: 'Look here when deliveries of a schedule fail. Change the server with looker_smtp_change_settings.',
        fields: 'is_valid,node_count,node_status(hostname,is_valid,message)',
      },
      {
        operation: 'set_smtp_settings',
        method: 'change_settings',
        title: 'Change the mail settings',
        about: 'Sets the mail server that Looker sends with.',
        hint: 'A password or OAuth secret is entered in Looker itself. Then check with looker_smtp_status.',
        edits: {
          ...terseArguments('user_name', 'port', 'auth_type', 'client_id', 'token_endpoint', 'scopes', 'ssl_version'),
          address: described('Host of the server.'),
          from: described('Sender of all mail.'),
          enable_starttls_auto: terse,
          default_smtp: described("true: Looker's own server instead."),
        },
      },
    ],
  },
  {
    resource: 'digest_emails',
    tags: ['digest_emails', 'settings'],
    tools: [
      {
        operation: 'digest_emails_enabled',
        method: 'settings',
        about: 'Tells whether inactive users get digest emails.',
        hint: 'Change it with looker_digest_emails_change_settings.',
      },
      {
        operation: 'update_digest_emails_enabled',
        method: 'change_settings',
        openWorld: true,
        about: 'Turns digest emails for inactive users on or off.',
        hint: 'See looker_digest_emails_settings for the present state.',
        required: ['is_enabled'],
      },
      {
        operation: 'create_digest_email_send',
        method: 'send',
        effect: 'write',
        openWorld: true,
        title: 'Prepare digest emails',
        about: 'Makes the digests for inactive users, which Looker mails later if digest emails are enabled.',
        hint: 'See looker_digest_emails_settings first.',
      },
    ],
  },
  {
    resource: 'welcome_emails',
    tags: ['welcome_emails', 'settings'],
    tools: [
      {
        operation: 'custom_welcome_email',
        method: 'settings',
        hidden: 'deprecated',
        title: 'Get the welcome email',
        about: 'Gets the text that replaces the usual welcome email.',
        hint: 'Replaced by looker_instance_settings with fields "custom_welcome_email".',
      },
      {
        operation: 'update_custom_welcome_email',
        method: 'change_settings',
        hidden: 'deprecated',
        title: 'Change the welcome email',
        about: 'Changes the text that replaces the usual welcome email.',
        hint: 'Replaced by looker_instance_change_settings with custom_welcome_email.',
        edits: { ...welcomeEmail, enabled: terse, send_test_welcome_email: described('true: also mails it to you.') },
      },
      {
        operation: 'update_custom_welcome_email_test',
        method: 'send_test',
        effect: 'write',
        openWorld: true,
        title: 'Send a test welcome email',
        about: 'Mails a welcome email of the given content to you.',
        hint: 'Then make it the welcome email with looker_instance_change_settings and custom_welcome_email.',
        edits: welcomeEmail,
      },
    ],
  },
  {
    resource: 'internal_help',
    tags: ['internal_help', 'settings'],
    tools: [
      {
        operation: 'internal_help_resources',
        method: 'settings',
        about: 'Tells whether the help menu shows a page of your own.',
        hint: 'The page: looker_internal_help_content.',
      },
      {
        operation: 'update_internal_help_resources',
        method: 'change_settings',
        about: 'Shows or hides your own page in the help menu.',
        hint: 'Write the page with looker_internal_help_change_content.',
        required: ['enabled'],
        edits: { enabled: described('true: shown unless empty.') },
      },
      {
        operation: 'internal_help_resources_content',
        method: 'content',
        effect: 'read',
        title: 'Get the internal help page',
        about: 'Gets your own page of the help menu.',
        hint: 'Change it with looker_internal_help_change_content.',
      },
      {
        operation: 'update_internal_help_resources_content',
        method: 'change_content',
        effect: 'write',
        title: 'Change the internal help page',
        about: 'Changes your own page of the help menu.',
        hint: 'Show it with looker_internal_help_change_settings.',
        edits: {
          organization_name: described('Text of the menu item.'),
          markdown_content: described('The page, in Markdown.'),
        },
      },
    ],
  },
  {
    resource: 'whitelabel',
    tags: ['whitelabel', 'settings'],
    tools: [
      {
        operation: 'whitelabel_configuration',
        method: 'settings',
        hidden: 'deprecated',
        title: 'Get the private label settings',
        about: 'Gets title, logo and links that replace those of Looker.',
        hint: 'Replaced by looker_instance_settings with fields "privatelabel_configuration".',
      },
      {
        operation: 'update_whitelabel_configuration',
        method: 'change_settings',
        hidden: 'deprecated',
        title: 'Change the private label settings',
        about: 'Changes title, logo and links that replace those of Looker.',
        hint: 'Replaced by looker_instance_change_settings with privatelabel_configuration.',
        edits: {
          ...terseArguments(
            'default_title',
            'show_help_menu',
            'show_docs',
            'show_email_sub_options',
            'allow_looker_mentions',
            'allow_looker_links',
            'custom_welcome_email_advanced',
            'setup_mentions',
            'alerts_logo',
            'alerts_links',
            'folders_mentions',
          ),
          logo_file: described('Image in base64.'),
          favicon_file: described('Image in base64.'),
        },
      },
    ],
  },
];
