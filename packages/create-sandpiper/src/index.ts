export { type CreatedProject, type CreateOptions, createProject } from "./create-project.ts";
export { formatCreated, toNextCommands } from "./format-created.ts";
export { listTemplateTargets, TEMPLATES, type Template, type TemplateName } from "./templates.ts";
